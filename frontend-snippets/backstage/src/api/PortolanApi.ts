import { createApiRef } from '@backstage/frontend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import type {
  About,
  Caller,
  Comparison,
  Decision,
  Edition,
  Interview,
  Language,
  ListedDecision,
  Picture,
  Question,
  Request,
  Review,
  ReviewRequest,
  Robustness,
  Standing,
  Waiver,
  WaiverRequest,
} from './types';

/** Every call rejects with a PortolanError where Portolan, or the proxy before it, refuses. */
export interface PortolanApi {
  /** The interview after these answers: the next question that still matters, and how far it is. */
  interview(answers: Request & { skipped: string[] }, language: Language): Promise<Interview>;
  /** Every question there is, by id, for showing and changing answers that were given. */
  questions(language: Language): Promise<Record<string, Question>>;
  recommend(request: Request, language: Language): Promise<Decision>;
  decision(id: string, language: Language): Promise<Decision>;
  /** The decision on the profile that an entity is annotated with. */
  decisionOfEntity(entity: Entity, language: Language): Promise<Decision>;
  /** The newest decisions that were made, by whomever. */
  latestDecisions(limit: number): Promise<ListedDecision[]>;
  /** A decision laid out as an architecture, with what changed since the edition before it. */
  picture(id: string, language: Language): Promise<Picture>;
  /** The same as an SVG file. */
  pictureFile(id: string, language: Language): Promise<Blob>;
  /** How firm each pick stands, and which answers it hangs on. */
  robustness(id: string, language: Language): Promise<Robustness>;
  /** What another edition would have said to the profile of a decision. The older edition is the one before. */
  compareEditions(decision: Decision, edition: string, language: Language): Promise<Comparison>;
  editions(language: Language): Promise<Edition[]>;
  /** Product → its name, for answers that name products. */
  products(language: Language): Promise<Record<string, string>>;
  /** What the reviews of a decision come to today. */
  standing(id: string, language: Language): Promise<Standing>;
  /** What was said of a decision, or of all that were made for an entity, the newest first. */
  reviews(of: About): Promise<Review[]>;
  /** The waivers that were given on a decision, or for an entity, the newest first. */
  waivers(of: About): Promise<Waiver[]>;
  /** Adds a review, in the name of whoever is signed in. The same `key` again adds nothing. */
  review(id: string, said: ReviewRequest, key: string): Promise<Review>;
  waive(asked: WaiverRequest, key: string): Promise<Waiver>;
  withdrawWaiver(id: string): Promise<Waiver>;
  /** Who is signed in, as Portolan sees them. */
  caller(): Promise<Caller>;
  /** The address of one of Portolan's own pages; undefined where the portal does not know its public address. */
  page(path: string, language: Language): string | undefined;
}

export const portolanApiRef = createApiRef<PortolanApi>().with({ id: 'plugin.portolan.client', pluginId: 'portolan' });
