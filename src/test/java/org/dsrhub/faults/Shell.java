package org.dsrhub.faults;

import java.io.IOException;

/**
 * Commands of the machine.
 */
final class Shell {

	private Shell() {
	}

	/**
	 * Whether the command is there and did what it was told.
	 */
	static boolean run(String... command) {
		try {
			return new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start()
				.waitFor() == 0;
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
