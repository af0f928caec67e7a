import './zodWithoutEval.ts';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createQueryClient } from './api/queryClient.ts';
import { SessionGate } from './components/SessionGate.tsx';
import { LocaleProvider } from './i18n/LocaleProvider.tsx';
import './app.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
const queryClient = createQueryClient();

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <LocaleProvider>
        <SessionGate />
      </LocaleProvider>
    </QueryClientProvider>
  </StrictMode>,
);
