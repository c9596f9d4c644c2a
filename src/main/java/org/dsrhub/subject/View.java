package org.dsrhub.subject;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A text as it reads once escapes are resolved, and where each of its characters came
 * from.
 */
final class View {

	/** Escapes are seldom nested deeper; text that is would not be read by anybody. */
	private static final int DEEPEST = 4;

	private final StringBuilder text = new StringBuilder();

	private int[] starts;

	private int[] ends;

	View(int capacity) {
		this.starts = new int[capacity];
		this.ends = new int[capacity];
	}

	/**
	 * The views of a text other than itself, the most decoded first.
	 */
	static List<View> decoded(String original) {
		if (!Unescape.applies(original)) {
			return List.of();
		}
		List<View> views = new ArrayList<>();
		String current = original;
		for (int depth = 0; depth < DEEPEST; depth++) {
			View next = Unescape.once(current, depth == 0);
			if (next.text().equals(current)) {
				break;
			}
			if (!views.isEmpty()) {
				next.relocate(views.get(0));
			}
			views.add(0, next);
			current = next.text();
		}
		return views;
	}

	String text() {
		return this.text.toString();
	}

	void add(int codePoint, int start, int end) {
		for (char unit : Character.toChars(codePoint)) {
			int at = this.text.length();
			if (at == this.starts.length) {
				this.starts = Arrays.copyOf(this.starts, at * 2 + 16);
				this.ends = Arrays.copyOf(this.ends, at * 2 + 16);
			}
			this.starts[at] = start;
			this.ends[at] = end;
			this.text.append(unit);
		}
	}

	Mention inOriginal(Mention mention) {
		return new Mention(mention.form(), mention.value(), this.starts[mention.start()], this.ends[mention.end() - 1],
				mention.encoded());
	}

	private void relocate(View shallower) {
		for (int i = 0; i < this.text.length(); i++) {
			this.ends[i] = shallower.ends[this.ends[i] - 1];
			this.starts[i] = shallower.starts[this.starts[i]];
		}
	}

}
