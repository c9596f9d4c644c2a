package org.dsrhub.camel;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Variable;
import org.dsrhub.notice.LinkPages;
import org.dsrhub.notice.Receipts;
import org.dsrhub.packaging.LinkedPackage;
import org.dsrhub.packaging.PackageLink;
import org.dsrhub.packaging.PackageLinks;
import org.dsrhub.packaging.PackageReader;
import org.dsrhub.security.Caller;
import org.dsrhub.security.Callers;
import org.springframework.stereotype.Component;

/**
 * What routes do with links to packages.
 */
@Component
public class RestLinks {

	private final Callers callers;

	private final Receipts receipts;

	private final PackageLinks links;

	private final PackageReader packages;

	private final LinkPages pages;

	RestLinks(Callers callers, Receipts receipts, PackageLinks links, PackageReader packages, LinkPages pages) {
		this.callers = callers;
		this.receipts = receipts;
		this.links = links;
		this.packages = packages;
		this.pages = pages;
	}

	public Made make(@Variable("id") String id) {
		Caller caller = this.callers.current();
		PackageLink link = this.links.make(this.receipts.visible(id, caller).request(), caller);
		return new Made(link.url(), link.expiresAt());
	}

	/**
	 * Shows where a link leads.
	 */
	public void show(@Variable("token") String token, Exchange exchange) {
		Optional<LinkedPackage> linked = this.links.look(token);
		page(exchange.getMessage(), linked.isPresent() ? 200 : 404,
				linked.map(this.pages::open).orElseGet(this.pages::gone));
	}

	/**
	 * Hands out the package: its bytes, or the way to the container that has them.
	 */
	public void release(@Variable("token") String token, Exchange exchange) {
		Message answer = exchange.getMessage();
		Optional<LinkedPackage> linked = this.links.use(token);
		Optional<URI> elsewhere = linked.flatMap((one) -> this.packages.address(one.request()));
		if (linked.isEmpty()) {
			page(answer, 404, this.pages.gone());
		}
		else if (elsewhere.isPresent()) {
			answer.setHeader(Exchange.HTTP_RESPONSE_CODE, 303);
			answer.setHeader("Location", elsewhere.get().toString());
			answer.setBody("");
		}
		else {
			answer.setHeader(Exchange.CONTENT_TYPE, "application/zip");
			answer.setHeader("Content-Disposition", "attachment; filename=\"package.zip\"");
			answer.setBody(this.packages.open(linked.get().request()).orElseThrow());
		}
	}

	private static void page(Message answer, int status, String html) {
		answer.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
		answer.setHeader(Exchange.CONTENT_TYPE, "text/html;charset=UTF-8");
		answer.setBody(html.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * A link as its maker sees it, this once.
	 */
	public record Made(URI url, Instant expiresAt) {
	}

}
