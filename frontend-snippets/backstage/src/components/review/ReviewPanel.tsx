import { useState } from 'react';
import { Button, Flex, Skeleton, Text } from '@backstage/ui';
import type { Caller, Decision, PortolanApi, Review, Standing } from '../../api';
import { Faint } from '../Faint';
import { Refusal } from '../Refusal';
import { useLoaded, type Loaded } from '../useLoaded';
import { usePortolan } from '../usePortolan';
import { ReviewForm } from './ReviewForm';
import { OverruledLine, Person, SaidLine, StandingMark, WaiverLine } from './lines';

interface ReviewPanelProps {
  decision: Decision;
  standing: Loaded<Standing>;
  /** Whom a waiver is for, where the decision is that of an entity. */
  subject?: string;
}

/** How a decision stands with its reviewers, what they said, and the form for whoever may review. */
export const ReviewPanel = ({ decision, standing, subject }: ReviewPanelProps) => {
  const { api, t } = usePortolan();
  const said = useLoaded(
    () => everythingSaid(api, decision.id, subject),
    [api, decision.id, subject],
  );
  const caller = useLoaded(() => api.caller(), [api]);
  const [refused, setRefused] = useState<Error>();
  const again = () => {
    standing.retry();
    said.retry();
  };
  const withdraw = (call: Promise<unknown>) => {
    setRefused(undefined);
    call.then(again, setRefused);
  };
  const error = standing.error ?? said.error;
  if (error) return <Refusal error={error} onRetry={again} />;
  if (!standing.value || !said.value) return <Skeleton width="100%" height={80} />;
  const { here, earlier, waivers } = said.value;
  const slotOf = (id: string | null) => decision.slots.find(slot => slot.slot === id);
  // Overrules of this decision are told by its standing.
  const told = here.filter(one => one.kind !== 'overrule');
  const mine = (by: string, call: () => Promise<unknown>) =>
    mayReview(caller) && caller.value?.caller === by ? <Withdraw onPress={() => withdraw(call())} /> : null;
  return (
    <Flex direction="column" gap="4">
      <Head standing={standing.value} />
      {refused && <Refusal error={refused} />}
      <div>
        {standing.value.slots.flatMap(({ slot, overruled }) =>
          overruled.map(one => (
            <OverruledLine key={one.review} overruled={one} slot={slotOf(slot)}>
              {mine(one.by, () => api.review(decision.id, { kind: 'withdraw', review: one.review }, one.review))}
            </OverruledLine>
          )),
        )}
        {waivers.map(waiver => (
          <WaiverLine key={waiver.id} waiver={waiver} slot={slotOf(waiver.slot)}>
            {waiver.state !== 'withdrawn' && mine(waiver.by, () => api.withdrawWaiver(waiver.id))}
          </WaiverLine>
        ))}
        {told.map(review => (
          <SaidLine key={review.id} review={review} slot={slotOf(review.slot)}>
            {mine(review.by, () => api.review(decision.id, { kind: 'withdraw', review: review.id }, review.id))}
          </SaidLine>
        ))}
      </div>
      {earlier.length > 0 && (
        <section aria-label={t('review.earlier')}>
          <Text as="h4" variant="body-medium" weight="bold">
            {t('review.earlier')}
          </Text>
          {earlier.map(review => (
            <SaidLine key={review.id} review={review} slot={slotOf(review.slot)} elsewhere>
              {mine(review.by, () => api.review(review.decision, { kind: 'withdraw', review: review.id }, review.id))}
            </SaidLine>
          ))}
        </section>
      )}
      {caller.value && !mayReview(caller) && <ReadOnly caller={caller.value} />}
      {mayReview(caller) && (
        <ReviewForm decision={decision} subject={subject} caller={caller.value?.caller} onKept={again} />
      )}
    </Flex>
  );
};

/**
 * What was said of this decision, and of earlier ones for the same entity: a decision is of one day, and what people said
 * of yesterday's still counts in checks of the entity.
 */
async function everythingSaid(api: PortolanApi, decision: string, subject: string | undefined) {
  const nothing = Promise.resolve([]);
  const [reviews, waivers, ofEntity, forEntity] = await Promise.all([
    api.reviews({ decision }),
    api.waivers({ decision }),
    subject === undefined ? nothing : api.reviews({ subject }),
    subject === undefined ? nothing : api.waivers({ subject }),
  ]);
  const counts = (one: Review) => one.state === 'in-force' && one.kind !== 'withdraw';
  const known = new Set(reviews.map(one => one.id));
  return {
    here: reviews.filter(counts),
    earlier: ofEntity.filter(one => counts(one) && !known.has(one.id)),
    waivers: [...new Map([...waivers, ...forEntity].map(one => [one.id, one])).values()],
  };
}

/** Where the service does not tell, it refuses what may not be, and says why. */
const mayReview = ({ value, error }: Loaded<Caller>) => (value ? value.roles.includes('review') : error !== undefined);

const Head = ({ standing }: { standing: Standing }) => {
  const { t } = usePortolan();
  const { accepted, overruled, pending } = standing.counts;
  return (
    <div role="status">
      <StandingMark standing={standing.standing} />{' '}
      <Text>
        {t('review.counts', {
          accepted: String(accepted),
          overruled: String(overruled),
          pending: String(pending),
        })}
      </Text>
    </div>
  );
};

const Withdraw = ({ onPress }: { onPress: () => void }) => {
  const { t } = usePortolan();
  return (
    <Button size="small" variant="tertiary" onPress={onPress}>
      {t('review.withdraw')}
    </Button>
  );
};

const ReadOnly = ({ caller }: { caller: Caller }) => {
  const { t } = usePortolan();
  return (
    <Faint as="p">
      {t('review.readOnly')} {t('review.as')} <Person by={caller.caller} />.
    </Faint>
  );
};
