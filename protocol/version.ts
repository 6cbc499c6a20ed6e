// The version of the wire between agents and servers. A peer of another major version is told so and closed.

/** Rises only when an older peer could misunderstand; new message types do not raise it. */
export const PROTOCOL_VERSION = 1;
