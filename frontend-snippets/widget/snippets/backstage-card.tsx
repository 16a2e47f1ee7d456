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

type Advice = HTMLElement & { fetcher: typeof fetch };

export function PortolanCard({ profile, language }: { profile: object; language: "en" | "ko" }) {
  const place = useRef<HTMLDivElement>(null);
  const discovery = useApi(discoveryApiRef);
  const { fetch } = useApi(fetchApiRef);
  const told = JSON.stringify(profile);

  useEffect(() => {
    let gone = false;
    void discovery.getBaseUrl("proxy").then((proxy) => {
      if (gone) return;
      const advice = document.createElement("portolan-advice") as Advice;
      advice.fetcher = fetch;
      advice.setAttribute("api", `${proxy}/portolan`);
      advice.setAttribute("pages", "https://portolan.example");
      advice.setAttribute("profile", told);
      advice.setAttribute("language", language);
      advice.setAttribute("theme", document.body.dataset["themeMode"] ?? "auto");
      place.current?.replaceChildren(advice);
    });
    return () => {
      gone = true;
    };
  }, [discovery, fetch, told, language]);

  return <div ref={place} />;
}
