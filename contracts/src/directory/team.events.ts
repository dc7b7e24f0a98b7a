import type { TeamId } from '../ids.js';
import { Event, Id, Key, Line } from '../kit/index.js';

@Event('directory.TeamAdded', 1)
export class TeamAdded {
  @Key() @Id() teamId!: TeamId;
  @Line({ maxBytes: 256 }) name!: string;
}

@Event('directory.TeamRenamed', 1)
export class TeamRenamed {
  @Key() @Id() teamId!: TeamId;
  @Line({ maxBytes: 256 }) name!: string;
}

declare module '@redress/eventing' {
  interface EventTypes {
    TeamAdded: TeamAdded;
    TeamRenamed: TeamRenamed;
  }
}
