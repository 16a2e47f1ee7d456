/** What the service says, with what an older one does not say yet: an empty list where there is no list. */

import { ApiError } from "./failure";
import type { DecidedSlot, Decision, PictureDocument, PictureSlot, Verdict } from "./types";

/** Throws an ApiError where the answer is something else, such as that of a proxy. */
export function readDecision(told: Partial<Decision> | null): Decision {
  if (!told || typeof told.id !== "string" || !Array.isArray(told.slots)) throw new ApiError("foreign", "");
  const { id, edition = "", as_of = "" } = told;
  return {
    ...told,
    id,
    edition,
    as_of,
    slots: told.slots.map(readSlot),
    open_questions: told.open_questions ?? [],
    warnings: (told.warnings ?? []).map((one) => ({ ...one, date: one.date ?? null, slots: one.slots ?? [] })),
    receipt: told.receipt ?? { request: { profile: {}, edition, as_of } },
    links: { self: `/v1/decisions/${id}`, page: `/decisions/${id}`, ...told.links },
  };
}

function readSlot(told: DecidedSlot): DecidedSlot {
  return {
    ...told,
    picks: told.picks ?? [],
    verdicts: (told.verdicts ?? []).map(readVerdict),
    need: { ...told.need, needed: told.need?.needed ?? false, because: (told.need?.because ?? []).map(readReason) },
  };
}

function readVerdict(told: Verdict): Verdict {
  return {
    ...told,
    because: (told.because ?? []).map(readReason),
    defeated: told.defeated ?? [],
    with: told.with ?? [],
    ruled_out_by: told.ruled_out_by ?? [],
  };
}

const readReason = (told: Verdict["because"][number]): Verdict["because"][number] => ({ ...told, cites: told.cites ?? [] });

/** The slots of a picture, by id. */
export function slotsIn(picture: PictureDocument | undefined): Map<string, PictureSlot> {
  const slots = (picture?.bands ?? []).flatMap((band) => band.areas.flatMap((area) => area.slots));
  return new Map(slots.map((one) => [one.slot, one]));
}
