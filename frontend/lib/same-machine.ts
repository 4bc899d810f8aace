/** Names by which a machine calls itself. */

const LOOPBACK = /^(localhost|127(\.\d+){3}|0\.0\.0\.0|\[::1?\])$/;

export const isSameMachine = (one: string, other: string) => LOOPBACK.test(one) && LOOPBACK.test(other);
