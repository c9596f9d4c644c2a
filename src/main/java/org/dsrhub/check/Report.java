package org.dsrhub.check;

import java.util.function.Consumer;

import org.dsrhub.check.Finding.Level;

/**
 * Tells what is found out about one tenant as soon as it is, and remembers the worst.
 */
public final class Report {

	private final String tenant;

	private final Consumer<String> out;

	private boolean failed;

	/**
	 * A report that is empty.
	 * @param out gets each line
	 */
	public Report(String tenant, Consumer<String> out) {
		this.tenant = tenant;
		this.out = out;
	}

	public void ok(String thing, String text) {
		add(Level.OK, thing, text);
	}

	public void warn(String thing, String text) {
		add(Level.WARN, thing, text);
	}

	public void fail(String thing, String text) {
		add(Level.FAIL, thing, text);
	}

	/**
	 * Tells one thing.
	 */
	public void add(Level level, String thing, String text) {
		this.failed = this.failed || level == Level.FAIL;
		this.out.accept(new Finding(level, this.tenant, thing, text).line());
	}

	/**
	 * Whether requests of this tenant would fail.
	 */
	public boolean failed() {
		return this.failed;
	}

}
