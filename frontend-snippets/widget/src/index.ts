import { PortolanAdvice } from "./element";

if (!customElements.get("portolan-advice")) customElements.define("portolan-advice", PortolanAdvice);
