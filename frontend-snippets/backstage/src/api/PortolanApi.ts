import { createApiRef } from '@backstage/frontend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import type {
  AreaTitles,
  Comparison,
  Decision,
  Edition,
  Interview,
  Language,
  ListedDecision,
  Profile,
  Question,
} from './types';

/** Every call rejects with a PortolanError where Portolan, or the proxy before it, refuses. */
export interface PortolanApi {
  /** The interview after these answers: the next question that still matters, and how far it is. */
  interview(answers: { profile: Profile; skipped: string[] }, language: Language): Promise<Interview>;
  /** Every question there is, by id, for showing and changing answers that were given. */
  questions(language: Language): Promise<Record<string, Question>>;
  recommend(profile: Profile, language: Language): Promise<Decision>;
  decision(id: string, language: Language): Promise<Decision>;
  /** The decision on the profile that an entity is annotated with. */
  decisionOfEntity(entity: Entity, language: Language): Promise<Decision>;
  /** The newest decisions that were made, by whomever. */
  latestDecisions(limit: number): Promise<ListedDecision[]>;
  /** What another edition would have said to the profile of a decision. The older edition is the one before. */
  compareEditions(decision: Decision, edition: string, language: Language): Promise<Comparison>;
  editions(language: Language): Promise<Edition[]>;
  areas(language: Language): Promise<AreaTitles>;
  /** Product → its name, for answers that name products. */
  products(language: Language): Promise<Record<string, string>>;
  /** The address of Portolan's own page of a decision; undefined where the portal does not know its public address. */
  reviewPage(decision: Decision, language: Language): string | undefined;
}

export const portolanApiRef = createApiRef<PortolanApi>().with({ id: 'plugin.portolan.client', pluginId: 'portolan' });
