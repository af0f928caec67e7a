import { createLink } from '@tanstack/react-router';
import { Button } from 'antd';
import type { ReactNode } from 'react';

type Props = { readonly href?: string; readonly icon?: ReactNode; readonly children: ReactNode };

/** The main way onward of a scene: a link within the desk that looks like a button. */
export const LinkButton = createLink((props: Props) => <Button {...props} type="primary" size="large" />);
