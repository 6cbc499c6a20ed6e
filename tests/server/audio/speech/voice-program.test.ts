// Drives the runner of voice programs with small programs of its own: priority, secrets, time, size, cancelling and failure.
import { describe, expect, test } from 'vitest';
import { runVoice, type VoiceProgram } from '../../../../server/audio/speech/voice-program.ts';

const program = (source: string): VoiceProgram => ({ command: process.execPath, args: ['-e', source] });
const echo = 'process.stdin.pipe(process.stdout)';
const forever = 'setInterval(() => {}, 1000)';
const timeLimitMs = 20_000;
const said = async (source: string, text = ''): Promise<string> =>
  new TextDecoder().decode(await runVoice(program(source), text, { timeLimitMs }));

describe('a voice program', () => {
  test('gets the text by standard input, byte for byte', async () => {
    const hostile = '-v "xin" $(id) `id` \'chào\' ; | > \\ %s ế\n';
    expect(await said(echo, hostile)).toBe(hostile);
  });

  test('never sees the text among its arguments', async () => {
    expect(await said('process.stdin.resume(); process.stdout.write(process.argv.join())', 'bí mật')).not.toContain(
      'bí',
    );
  });

  test.skipIf(process.platform === 'win32')('runs at the lowest priority', async () => {
    expect(await said("process.stdout.write(String(require('node:os').getPriority()))")).toBe('19');
  });

  test('does not inherit secrets of the server', async () => {
    process.env.LOA_TEST_SECRET = 'secret';
    expect(await said('process.stdout.write(JSON.stringify(process.env))')).not.toContain('secret');
    delete process.env.LOA_TEST_SECRET;
  });

  test('is stopped when its time is over', async () => {
    await expect(runVoice(program(forever), 'a', { timeLimitMs: 300 })).rejects.toMatchObject({
      code: 'speech_timed_out',
    });
  });

  test('is stopped when the caller gives up', async () => {
    const controller = new AbortController();
    const job = runVoice(program(forever), 'a', { signal: controller.signal, timeLimitMs });
    controller.abort();
    await expect(job).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('is stopped when it will not end', async () => {
    const flood = 'const b = Buffer.alloc(8e6); const w = () => process.stdout.write(b, w); w()';
    await expect(runVoice(program(flood), 'a', { timeLimitMs })).rejects.toMatchObject({ code: 'speech_bad_sound' });
  });

  test('is believed when it complains', async () => {
    await expect(said("console.error('no voice'); process.exit(3)", 'x'.repeat(1_000_000))).rejects.toMatchObject({
      code: 'speech_failed',
      details: { why: 'no voice' },
    });
  });

  test('that dies by a signal has failed', async () => {
    await expect(said("process.kill(process.pid, 'SIGSEGV')")).rejects.toMatchObject({ code: 'speech_failed' });
  });
});
