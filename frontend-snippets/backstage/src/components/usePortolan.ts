import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { portolanApiRef, type Language, type PortolanApi } from '../api';
import { portolanTranslationRef } from '../translation';

export type Translate = ReturnType<typeof useTranslationRef<typeof portolanTranslationRef.T>>['t'];

/** The client, the texts, and the language that both are to speak. */
export function usePortolan(): { api: PortolanApi; t: Translate; language: Language } {
  const api = useApi(portolanApiRef);
  const { t } = useTranslationRef(portolanTranslationRef);
  return { api, t, language: t('language') as Language };
}
