import { useState } from 'react';
import { Button, Flex, Text } from '@backstage/ui';
import { usePortolan } from './usePortolan';

/** A text to be pasted elsewhere. */
export const Copied = ({ label, help, text }: { label: string; help: string; text: string }) => {
  const { t } = usePortolan();
  const [copied, setCopied] = useState<boolean>();
  // Browsers keep the clipboard from pages that are not secure: there the text can still be selected.
  const copy = () =>
    (navigator.clipboard?.writeText(text) ?? Promise.reject(new Error('no clipboard'))).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <Flex direction="column" gap="2">
      <Text as="p">{help}</Text>
      <pre
        aria-label={label}
        style={{
          margin: 0,
          padding: 'var(--bui-space-3)',
          borderRadius: 'var(--bui-radius-2)',
          background: 'var(--bui-bg-neutral-2)',
          // Wrapped, and so nothing has to be scrolled to, by whatever means.
          whiteSpace: 'pre-wrap',
          overflowWrap: 'anywhere',
        }}
      >
        {text}
      </pre>
      <Flex gap="2" align="center">
        <Button size="small" variant="secondary" onPress={copy}>
          {t('copy.copy')}
        </Button>
        {copied !== undefined && <span role="status">{t(copied ? 'copy.done' : 'copy.failed')}</span>}
      </Flex>
    </Flex>
  );
};
