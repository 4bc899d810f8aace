/** What the other pages of this browser tell, and what is done about it. */

import type { Connection } from "../api/connection";
import { type Audience, isSeen } from "./audience";
import type { Broadcast } from "./broadcast";
import type { Election } from "./election";
import type { Follower } from "./follower";
import type { Handover } from "./handover";
import type { Leader } from "./leader";
import { belated } from "./recovery";
import type { State } from "./state";
import type { Message } from "./tabs";

type Parts = {
  follower: Follower;
  broadcast: Broadcast;
  audience: Audience;
  handover: Handover;
  election: Election;
  /** Whether this page leads, or begins to. */
  leads: () => boolean;
  /** Undefined while another page leads. */
  leader: () => Leader | undefined;
  /** Sends what may go, and shows what has changed. */
  pump: () => void;
  tryAgain: (refused: boolean) => void;
  /** The leader has told something new. */
  followed: () => void;
};

export class Hearing {
  constructor(
    private readonly state: State,
    private readonly connection: Connection,
    private readonly parts: Parts,
  ) {}

  hear(message: Message) {
    const { state, connection, parts } = this;
    const { follower, handover, election } = parts;
    const leader = parts.leader();
    // It sends its own, and nothing else.
    if (leader && !state.store) return;
    if (parts.leads() && message.kind !== "news" && message.kind !== "here") election.tabs?.post({ kind: "here" });
    switch (message.kind) {
      case "news":
        if (leader || !follower.hear(message, election.tabs)) return;
        election.heard();
        return parts.followed();
      case "added":
        return void handover.hear(message.commands).then(parts.pump);
      case "heard":
        for (const id of message.ids) state.outbox.drop(id);
        return state.changed();
      case "here":
        return election.heard();
      case "leads":
        follower.leader = undefined;
        election.heard();
        handover.tellUnkept();
        return election.lookForLeader();
      case "hello":
        return this.#welcome(message);
      case "choose":
        return leader?.choose(message);
      case "try":
        // The clock of the page that follows may have been set. This one's timer may be late, where nobody looks at it.
        if (!leader || !(message.isWanted || connection.isDue())) return;
        connection.retryNow();
        return parts.tryAgain(message.refused);
    }
  }

  /** This page is looked at, or no longer. */
  look(): void {
    const { audience, election, leader } = this.parts;
    if (leader()) audience.watch();
    else if (isSeen()) election.lookForLeader();
    else election.greet(false);
  }

  /** A page begins, or is looked at again. */
  #welcome({ page, token, isSeen: isLookedAt }: Extract<Message, { kind: "hello" }>): void {
    const { audience, broadcast, leader, pump } = this.parts;
    audience.note(page, isLookedAt);
    if (!leader()) return;
    audience.watch();
    broadcast.tellAll(page, token);
    belated()
      .then(({ welcome }) => welcome(this.state, token, broadcast, pump))
      .catch(() => {});
  }
}
