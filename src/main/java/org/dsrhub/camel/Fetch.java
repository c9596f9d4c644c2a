package org.dsrhub.camel;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.dsrhub.correspondence.AnswerFile;
import org.dsrhub.source.Page;
import org.dsrhub.source.VendorFault;
import org.dsrhub.tenant.Tenant;

/**
 * What a Kamelet is asked to get next, and where it puts what came: the variable
 * {@code fetch} of its exchange. A Kamelet's connection ends with the Kamelet, so it
 * hands the page over itself.
 */
interface Fetch {

	/**
	 * In whose scope and on whose credential.
	 */
	Tenant tenant();

	/**
	 * Which source is read, or what else is asked.
	 */
	String source();

	/**
	 * How the next page is asked for, as the page before said: a link as the service gave
	 * it, say; null for the first page.
	 */
	String link();

	/**
	 * What the placeholders of a path or query stand for, such as {@code subscription}.
	 */
	Map<String, String> values();

	/**
	 * The subject's identifiers in normal form, by kind, for a service that is asked for
	 * them.
	 */
	default Map<String, List<String>> identifiers() {
		return Map.of();
	}

	/**
	 * Whether the subject's directory entry is among the deleted ones.
	 */
	boolean deleted();

	/**
	 * Whether a token that was refused may be renewed, once.
	 */
	boolean renew();

	/**
	 * A service is about to be asked.
	 * @param url where, without query
	 */
	default void asked(String url) {
	}

	/**
	 * Everything is ready for the call: waits until the service may be called.
	 */
	default void turn() {
	}

	/**
	 * Takes a page.
	 * @param url where it was read, without query
	 */
	void take(Page page, String url) throws IOException;

	/**
	 * Makes one page of files that the service gave.
	 * @param folder where they are
	 */
	default Page delivered(Path folder, List<AnswerFile> items) throws IOException {
		throw new UnsupportedOperationException("no files are expected here");
	}

	/**
	 * There is no such thing, and that is an answer.
	 */
	void absent();

	/**
	 * The service gave no answer that can be read.
	 */
	default void fault(VendorFault fault) {
		throw fault;
	}

}
