import type { WebSocket } from 'ws';
import { closeChannels, doNotRead, echo, openChannels } from './channels.ts';
import { get, start } from './requests.ts';
import type { Task } from './task.ts';

/** The load generator: a process of its own, which does one task after another and sends back what it measured. */
let channels: readonly WebSocket[] = [];

process.on('disconnect', () => process.exit());
process.on('message', (task: Task) => {
  void perform(task)
    .catch((error: unknown) => ({ error: String(error) }))
    .then((result) => process.send?.(result));
});

async function perform(task: Task): Promise<object> {
  switch (task.do) {
    case 'get':
      return await get(task);
    case 'start':
      return await start(task);
    case 'open':
      channels = await openChannels(task.target, task.channels);
      return {};
    case 'echo':
      return await echo(channels, task);
    case 'not read':
      await doNotRead(task);
      return {};
    case 'close':
      await closeChannels(channels);
      channels = [];
      return {};
  }
}
