import { z } from 'zod';

// The server's Content-Security-Policy forbids code made from text, which zod would otherwise use to parse faster. Schemas look at this
// when they are made, so this module stands before all others.
z.config({ jitless: true });
