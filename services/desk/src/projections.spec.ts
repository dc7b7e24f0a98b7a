import { projectionSuite } from '@redress/eventing/testing';
import { board } from './board.projection.js';
import { caseStreams } from './case-streams.projection.js';
import { replies } from './replies.projection.js';
import { search } from './search.projection.js';
import { happenings } from './testing/happenings.js';

projectionSuite(board, happenings);
projectionSuite(search, happenings);
projectionSuite(caseStreams, happenings);
projectionSuite(replies, happenings);
