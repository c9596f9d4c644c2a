package org.dsrhub.database;

import java.time.Clock;

/**
 * The clock of the machine that a node runs on. Nothing but {@link LedgerClock} may go by
 * it: another machine's may say something else.
 */
public record MachineClock(Clock clock) {
}
