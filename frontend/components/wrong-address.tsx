/** What somebody is told who has opened the app where nobody can sign in. */

import { NoticePage } from "./notice-page";
import { buttonClass } from "./ui/button-class";

export default function WrongAddress({ url, right }: { url: string; right: string }) {
  return (
    <NoticePage title="This app has another address" text={`It is set up for ${url}, and signing in works only there.`}>
      <a href={right} className={buttonClass("primary")}>
        {`Open ${url}`}
      </a>
    </NoticePage>
  );
}
