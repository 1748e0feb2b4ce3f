export { LiveMessage, type Slot } from './live-message.ts';
export { announceSlot, answerSlot, besideSlot, channelSlot, clickedSlot, updateSlot, whisperSlot } from './slots.ts';
