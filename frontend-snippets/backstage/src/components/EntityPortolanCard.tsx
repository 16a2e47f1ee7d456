import { useEntity, useEntityRefLink } from '@backstage/plugin-catalog-react';
import { Flex, Link } from '@backstage/ui';
import type { Decision, Picture } from '../api';
import { BADGES } from '../verdicts';
import { Summary } from './DecisionView';
import { EntityRefusal } from './EntityRefusal';
import { Faint } from './Faint';
import { NoProfile } from './NoProfile';
import { Panel } from './Panel';
import { VerdictBadge } from './VerdictBadge';
import { Waiting } from './Waiting';
import { Warnings } from './Warnings';
import { useDecisionOfEntity } from './useDecisionOfEntity';
import { useLoaded } from './useLoaded';
import { usePortolan } from './usePortolan';

const MOST_WARNINGS = 3;
const MOST_PICKS = 8;

/** What matters most of an entity's decision: what to leave, what to take up, what to be warned of. */
export const EntityPortolanCard = () => {
  const { t } = usePortolan();
  const { value, error, retry, annotated } = useDecisionOfEntity();
  // For an app that shows the card whatever the entity says.
  if (!annotated) return <NoProfile />;
  return (
    <Panel title={t('entity.title')}>
      {error && <EntityRefusal error={error} onRetry={retry} />}
      {value && !error && <Short decision={value} />}
      {!value && !error && <Waiting label={t('decision.loading')} height={120} />}
    </Panel>
  );
};

const Short = ({ decision }: { decision: Decision }) => {
  const { api, t, language } = usePortolan();
  const { entity } = useEntity();
  const tab = `${useEntityRefLink()(entity)}/portolan`;
  // The card says what the decision says, with or without these.
  const { value: picture } = useLoaded(() => api.picture(decision.id, language), [api, decision.id, language]);
  const { value: standing } = useLoaded(() => api.standing(decision.id, language), [api, decision.id, language]);
  const leaving = decision.slots.flatMap(slot => slot.verdicts.filter(one => one.verdict === 'migrate'));
  const picks = decision.slots.flatMap(slot => slot.verdicts.filter(one => slot.picks.includes(one.product)));
  const told = [...new Map([...leaving, ...picks].map(one => [one.product, one])).values()];
  const rest = told.length - MOST_PICKS;
  const firmness = firmnessIn(picture);
  return (
    <Flex direction="column" gap="3">
      <Summary decision={decision} standing={standing} picture={picture} />
      <ul style={{ margin: 0, padding: 0, listStyle: 'none', display: 'grid', gap: 'var(--bui-space-1)' }}>
        {told.slice(0, MOST_PICKS).map(one => (
          <li key={one.product}>
            <VerdictBadge verdict={one.verdict} name={one.name} />{' '}
            <Faint small>{one.by_date ? t('slot.by', { day: one.by_date }) : firmness.get(one.product)}</Faint>
          </li>
        ))}
      </ul>
      {rest > 0 && <Faint>{t('entity.morePicks', { number: String(rest) })}</Faint>}
      {decision.warnings.length > 0 && <Warnings warnings={decision.warnings} most={MOST_WARNINGS} />}
      <Link href={tab}>{t('entity.more')}</Link>
    </Flex>
  );
};

/** Product → how firm it stands, in words: the least firm, where it is a pick more than once. */
function firmnessIn(picture: Picture | undefined): Map<string, string> {
  const picks = (picture?.bands ?? []).flatMap(band => band.areas.flatMap(area => area.slots.flatMap(slot => slot.picks)));
  const order = Object.keys(BADGES);
  picks.sort((one, other) => order.indexOf(one.badge) - order.indexOf(other.badge));
  return new Map(picks.map(pick => [pick.product, pick.badge_text]));
}
