package org.dsrhub.endtoend;

import java.time.Clock;

import org.dsrhub.MovingClock;
import org.springframework.context.annotation.Primary;

/**
 * A running hub's time, which a test can put forward.
 */
@Primary
public class ShiftedClock extends MovingClock {

	public ShiftedClock() {
		super(Clock.systemUTC());
	}

}
