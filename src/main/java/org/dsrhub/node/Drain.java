package org.dsrhub.node;

import java.util.concurrent.atomic.AtomicReference;

import org.springframework.stereotype.Component;

/**
 * How far this node has come with its leaving.
 */
@Component
public class Drain {

	private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.AT_WORK);

	/**
	 * Whether nothing new may begin.
	 */
	public boolean begun() {
		return this.stage.get() != Stage.AT_WORK;
	}

	/**
	 * Whether nothing may go on: whatever fails now is another node's to do, and to
	 * judge.
	 */
	public boolean over() {
		return this.stage.get() == Stage.OVER;
	}

	void begin() {
		this.stage.set(Stage.DRAINING);
	}

	void end() {
		this.stage.set(Stage.OVER);
	}

	private enum Stage {

		AT_WORK, DRAINING, OVER

	}

}
