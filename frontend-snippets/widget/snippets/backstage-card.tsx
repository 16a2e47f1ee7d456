/** The widget as a card of Backstage, by the portal's own client: it passes through the proxy, signed as every call.
 *  For the whole plugin (pages, cards, tabs) see ../../backstage.
 *
 *  app-config.yaml:
 *    proxy:
 *      endpoints:
 *        /portolan: {target: http://portolan.portolan.svc.cluster.local, credentials: forward}
 *  and the script once, in packages/app/public/index.html:
 *    <script src="https://portolan.example/widget.js" crossorigin="anonymous" defer></script>
 */
import { discoveryApiRef, fetchApiRef, useApi } from "@backstage/core-plugin-api";
import { useEffect, useRef } from "react";
// To be copied with this: it names the element, its properties and its events.
import type { AnswerDetail, Profile } from "../portolan-advice";

interface PortolanCardProps {
  profile: Profile;
  language: "en" | "ko";
  /** Somebody answered a question in place: `profile` is what the card is to be given from now on. */
  onAnswer?: (detail: AnswerDetail) => void;
}

export function PortolanCard({ profile, language, onAnswer }: PortolanCardProps) {
  const place = useRef<HTMLDivElement>(null);
  const discovery = useApi(discoveryApiRef);
  const { fetch } = useApi(fetchApiRef);
  const told = JSON.stringify(profile);

  useEffect(() => {
    let gone = false;
    void discovery.getBaseUrl("proxy").then((proxy) => {
      if (gone) return;
      const advice = document.createElement("portolan-advice");
      advice.fetcher = fetch;
      advice.setAttribute("api", `${proxy}/portolan`);
      advice.setAttribute("pages", "https://portolan.example");
      advice.setAttribute("profile", told);
      advice.setAttribute("language", language);
      advice.setAttribute("theme", document.body.dataset["themeMode"] ?? "auto");
      advice.addEventListener("portolan-answer", ({ detail }) => onAnswer?.(detail));
      place.current?.replaceChildren(advice);
    });
    return () => {
      gone = true;
    };
  }, [discovery, fetch, told, language, onAnswer]);

  return <div ref={place} />;
}
