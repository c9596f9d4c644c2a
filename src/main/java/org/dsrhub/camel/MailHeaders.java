package org.dsrhub.camel;

import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.springframework.stereotype.Component;

/**
 * Lets no header of a mail become a header of the exchange, where a stranger's
 * {@code CamelHttpUri} or {@code moveTo} would be an order (CVE-2026-33454), and none of
 * the exchange's one of a mail.
 */
@Component("mailHeaders")
class MailHeaders implements HeaderFilterStrategy {

	@Override
	public boolean applyFilterToCamelHeaders(String headerName, Object headerValue, Exchange exchange) {
		return true;
	}

	@Override
	public boolean applyFilterToExternalHeaders(String headerName, Object headerValue, Exchange exchange) {
		return true;
	}

}
