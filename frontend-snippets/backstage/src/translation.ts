import { createTranslationRef, createTranslationResource } from '@backstage/frontend-plugin-api';
import { messages } from './translations/en';

export const portolanTranslationRef = createTranslationRef({ id: 'portolan', messages });

export const portolanTranslations = createTranslationResource({
  ref: portolanTranslationRef,
  translations: { ko: () => import('./translations/ko') },
});
