package org.dsrhub.mail;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;

/**
 * The words that a person reads in HTML, in lines; without what mail programs mark as
 * quoted.
 */
final class HtmlWords implements NodeFilter {

	private static final Set<String> QUOTES = Set.of("gmail_quote", "yahoo_quoted");

	/** Outlook writes what it quotes behind one of these. */
	private static final Set<String> LAST = Set.of("divRplyFwdMsg", "appendonsend", "OLK_SRC_BODY_SECTION");

	/** A cell of a table begins no line: "key:" and its value often stand in two. */
	private static final Set<String> CELLS = Set.of("td", "th");

	private static final Pattern SPACES = Pattern.compile("\\s+");

	private final StringBuilder words = new StringBuilder();

	private HtmlWords() {
	}

	static String of(String html) {
		HtmlWords words = new HtmlWords();
		Jsoup.parse(html).body().filter(words);
		return words.words.toString().lines().map(String::strip).collect(Collectors.joining("\n"));
	}

	@Override
	public FilterResult head(Node node, int depth) {
		if (node instanceof TextNode text) {
			this.words.append(SPACES.matcher(text.getWholeText()).replaceAll(" "));
		}
		else if (node instanceof Element element) {
			if (LAST.contains(element.id())) {
				return FilterResult.STOP;
			}
			if (element.nameIs("blockquote") || QUOTES.stream().anyMatch(element::hasClass)) {
				return FilterResult.SKIP_ENTIRELY;
			}
			edge(element);
		}
		return FilterResult.CONTINUE;
	}

	@Override
	public FilterResult tail(Node node, int depth) {
		if (node instanceof Element element && !element.nameIs("br")) {
			edge(element);
		}
		return FilterResult.CONTINUE;
	}

	private void edge(Element element) {
		if (CELLS.contains(element.normalName())) {
			this.words.append(' ');
		}
		else if (element.isBlock() || element.nameIs("br")) {
			this.words.append('\n');
		}
	}

}
