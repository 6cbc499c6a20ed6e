// A worker thread: large or signed messages and feeds flow in, what was read in them flows out. It stands apart so that an alert
// never waits for a parser, and so that whoever started it can end it.
import { parentPort } from 'node:worker_threads';
import { readFeed } from './entries.ts';
import { readCap } from './read.ts';
import type { ReadAnswer, ReadQuestion } from './reader.ts';

parentPort?.on('message', (question: ReadQuestion) => {
  const answer: ReadAnswer =
    question.kind === 'alert'
      ? { kind: 'alert', reading: readCap(question.bytes, { keys: question.keys }) }
      : { kind: 'feed', reading: readFeed(question.bytes, question.base) };
  parentPort?.postMessage(answer);
});
