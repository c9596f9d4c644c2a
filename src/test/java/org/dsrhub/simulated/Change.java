package org.dsrhub.simulated;

/**
 * What an answer changes when it is given.
 *
 * @param what in words, as the log of effects has it
 */
record Change(String what, Runnable doing) {

	Change and(Runnable more) {
		return new Change(this.what, () -> {
			this.doing.run();
			more.run();
		});
	}

}
