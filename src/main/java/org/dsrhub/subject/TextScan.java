package org.dsrhub.subject;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

import org.dsrhub.subject.Mention.Form;

/**
 * Finds in a text everything that may name a person, and secrets: as written, behind
 * escapes (percent-encoding, JSON, HTML, full-width), and inside Base64. A mention is as
 * long as its kind of identifier goes, so its value can be compared for equality. May be
 * used by several threads.
 */
public final class TextScan {

	private static final int DEEPEST = 2;

	private static final int SHORTEST = 3;

	private static final int LONGEST_REMEMBERED = 1000;

	private final String region;

	private final Memory memory;

	/**
	 * A scan that remembers nothing.
	 * @param region how a phone number without {@code +} is read
	 */
	public TextScan(String region) {
		this(region, (text, scan) -> scan.apply(text));
	}

	TextScan(String region, Memory memory) {
		this.region = region;
		this.memory = memory;
	}

	/**
	 * The mentions in a text; their ranges may overlap.
	 */
	public List<Mention> scan(String text) {
		if (text.length() < SHORTEST) {
			return List.of();
		}
		return (text.length() > LONGEST_REMEMBERED) ? scan(text, 0)
				: this.memory.get(text, (unknown) -> List.copyOf(scan(unknown, 0)));
	}

	/**
	 * The mentions in the value of a phone field: there any five digits are a phone
	 * number, unless they are something else that can be told.
	 */
	public List<Mention> scanPhoneField(String text) {
		List<Mention> mentions = new ArrayList<>(scan(text));
		mentions.removeIf((mention) -> mention.form() == Form.PHONE);
		if (mentions.isEmpty()) {
			PhoneField.find(text, this.region, mentions::add);
		}
		return mentions;
	}

	private List<Mention> scan(String text, int depth) {
		if (text.length() < SHORTEST) {
			return List.of();
		}
		List<View> views = View.decoded(text);
		if (views.isEmpty()) {
			return scanView(text, depth);
		}
		List<Mention> mentions = new ArrayList<>();
		for (View view : views) {
			List<Mention> here = new ArrayList<>(scanView(view.text(), depth));
			here.replaceAll(view::inOriginal);
			addUnlessReadBetter(here, mentions);
		}
		addUnlessReadBetter(scanView(text, depth), mentions);
		return mentions;
	}

	/**
	 * {@code %20ana@...} is Ana's address only once it is decoded: the more decoded
	 * reading of a range wins.
	 */
	private static void addUnlessReadBetter(List<Mention> shallower, List<Mention> mentions) {
		List<Mention> better = List.copyOf(mentions);
		for (Mention mention : shallower) {
			if (mention.form() == Form.SECRET || better.stream()
				.noneMatch((other) -> other.form() == mention.form() && other.overlaps(mention))) {
				mentions.add(mention);
			}
		}
	}

	private List<Mention> scanView(String text, int depth) {
		Letters letters = Letters.of(text);
		List<Mention> mentions = new ArrayList<>(4);
		if (letters.ats() > 0) {
			AddressScan.find(text, mentions::add);
		}
		if (letters.dashes() >= 3) {
			CodeScan.find(text, mentions::add);
		}
		if (letters.digits() > 0 && (letters.dots() >= 3 || letters.colons() >= 2)) {
			IpScan.find(text, letters.dots(), letters.colons(), unlessTaken(mentions));
		}
		if (letters.digits() >= 6) {
			PhoneScan.find(text, this.region, unlessTaken(mentions));
		}
		if (letters.slashes() >= 2) {
			ProfileScan.find(text, mentions::add);
		}
		if (text.indexOf('\\') >= 0) {
			AccountScan.find(text, unlessTaken(mentions));
		}
		SecretScan.find(text, mentions::add);
		if (letters.longestRun() >= Base64Scan.SHORTEST && depth < DEEPEST) {
			Base64Scan.find(text, (inside) -> scan(inside, depth + 1), mentions::add);
		}
		return mentions;
	}

	private static Consumer<Mention> unlessTaken(List<Mention> mentions) {
		return (mention) -> {
			if (mentions.stream().noneMatch(mention::overlaps)) {
				mentions.add(mention);
			}
		};
	}

	/**
	 * What is in a text depends on the text alone, so it need not be scanned again.
	 */
	interface Memory {

		List<Mention> get(String text, Function<String, List<Mention>> scan);

	}

}
