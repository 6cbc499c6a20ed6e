// Passwords and PINs as Argon2id hashes (19 MiB, two passes), and checks that take as long for a name that nobody has.
import { hash, verify } from '@node-rs/argon2';

// Algorithm 2 is Argon2id; the package's const enum does not exist at run time.
const COST = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const hashSecret = (secret: string): Promise<string> => hash(secret.normalize('NFC'), COST);

let nobody: Promise<string> | null = null;

/** Whether `secret` is what was hashed; a null hash costs the same and is always wrong. */
export async function isSecret(hashed: string | null, secret: string): Promise<boolean> {
  nobody ??= hashSecret('nobody');
  const right = await verify(hashed ?? (await nobody), secret.normalize('NFC'));
  return right && hashed !== null;
}
