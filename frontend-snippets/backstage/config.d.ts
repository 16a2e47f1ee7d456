export interface Config {
  portolan?: {
    /**
     * The address at which people see Portolan's own pages: decisions are reviewed there. Without it no link is shown.
     * @visibility frontend
     */
    publicUrl?: string;
    /**
     * The endpoint of the proxy behind which Portolan stands: `/portolan` where it is left out.
     * @visibility frontend
     */
    proxyPath?: string;
  };
}
