import { beforeEach, describe, expect, it } from 'vitest';
import { CLOSE, claimMac, codeIdOf, enrolTranscript, fingerprintOf } from '../../../protocol/device.ts';
import { signBytes } from '../../support/keys.ts';

import { addCluster, clock, db, greet, newAgent, record, signing, useLink } from '../../support/link-room.ts';

useLink();

describe('enrolment', () => {
  const secret = Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);

  async function enrol(wrong: Partial<{ secret: Uint8Array }> = {}, code = secret) {
    const agent = newAgent('cl_a');
    const opened = agent.connect();
    await clock.advance(5);
    await opened;
    await clock.advance(5);
    const challenge = agent.words[0]!;
    const publicKey = Buffer.from(agent.key.raw).toString('base64');
    const nonce = 'n'.repeat(20);
    agent.tell({ t: 'enrol', protocol: 1, codeId: codeIdOf(code), nonce, publicKey });
    await clock.advance(20);
    const proof = agent.words.find(word => word.t === 'enrolProof');
    if (proof?.t !== 'enrolProof' || challenge.t !== 'challenge') return agent;
    expect(fingerprintOf(Buffer.from(proof.root, 'base64'))).toEqual(fingerprintOf(signing.rootPublicKey));
    const transcript = enrolTranscript({
      challenge: challenge.nonce,
      nonce,
      publicKey,
      root: proof.root,
      clusterId: proof.clusterId,
    });
    const signature = Buffer.from(signBytes(agent.key, 'enrolClaim', transcript)).toString('base64');
    agent.tell({ t: 'claim', mac: claimMac(wrong.secret ?? code, transcript), signature });
    await clock.advance(20);
    return agent;
  }

  beforeEach(async () => {
    await addCluster('cl_a', null);
    await db
      .insertInto('enrolments')
      .values({
        code_id: codeIdOf(secret),
        cluster_id: 'cl_a',
        secret,
        created_by: 'ac_a',
        expires_at: clock.now() + 600_000,
        used_at: null,
      })
      .execute();
  });

  it("KEY-4: a device that knows the code becomes the cluster's, once", async () => {
    const agent = await enrol();
    expect(agent.words.map(word => word.t)).toContain('enrolled');
    await greet(agent);
    expect(agent.orders[0]?.kind).toBe('welcome');
    const second = await enrol();
    expect(second.closed[0]?.code).toBe(CLOSE.code);
  });

  it('KEY-4: a guessed secret, an unknown code and an expired one are refused', async () => {
    expect((await enrol({ secret: new Uint8Array(10) })).closed[0]?.code).toBe(CLOSE.code);
    expect((await enrol({}, new Uint8Array(10))).closed[0]?.code).toBe(CLOSE.code);
    await clock.advance(600_001);
    expect((await enrol()).closed[0]?.code).toBe(CLOSE.code);
  });

  it('KEY-4: the code itself never crosses the wire', async () => {
    const seen = record();
    const agent = await enrol();
    const text = JSON.stringify([seen, agent.words]);
    expect(text).not.toContain(Buffer.from(secret).toString('hex'));
    expect(text).not.toContain(Buffer.from(secret).toString('base64'));
  });
});
