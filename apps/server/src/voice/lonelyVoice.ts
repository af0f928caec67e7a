/** For a test: a program that does nothing but speak and close. It must live to see the end of both. */
import { createVoice } from './voice.ts';

const voice = await createVoice({ cacheFolder: process.argv[2] ?? '', engine: 'wasm' });
await voice.clip('Xin chào.', 'normal');
await voice.close();
process.stdout.write('closed');
