import { z } from 'zod';

export const PersonName = z.string().trim().min(1, 'must not be empty').max(100, 'must have at most 100 characters');
export const Email = z.string().trim().toLowerCase().pipe(z.email('must be an e-mail address').max(320, 'is too long'));
/** How strong it must be is told where it is set; see specs/domain/sign-in.md. */
export const Password = z.string().min(1, 'must not be empty').max(256, 'must have at most 256 characters');
