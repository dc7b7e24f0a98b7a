export { createGateway, type Gateway, type GatewayOptions, usualForwardLimits } from './gateway.adapter.js';
export { readUpstreams, type Upstreams } from './upstreams.settings.js';
