import { Controller, Get } from '@nestjs/common';
import { LagShown } from '@redress/contracts';
import { Allow } from '../http/allow.js';
import { Answers } from '../http/answers.js';
import { Runtime } from '../runtime.js';
import { lagOf } from './lag.js';

@Controller('operations/lag')
@Allow('administrator')
export class LagController {
  constructor(private readonly runtime: Runtime) {}

  /** How far the consumers of this process have come, and what of their work waits. */
  @Get()
  @Answers(200, LagShown)
  read(): Promise<LagShown> {
    return lagOf(this.runtime);
  }
}
