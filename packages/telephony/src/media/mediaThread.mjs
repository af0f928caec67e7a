// Worker threads don't inherit the loader for TypeScript on Node 20: load it, then the thread itself.
import { register } from 'tsx/esm/api';

register();
await import('./mediaThread.ts');
