import { createLink } from '@tanstack/react-router';
import { Button } from 'antd';

/** A link within the desk that looks like a button. */
export const LinkButton = createLink(Button);
