package org.dsrhub.endtoend;

import java.util.LinkedHashMap;
import java.util.Map;

import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.SetVariableDefinition;
import org.apache.camel.spi.InterceptStrategy;

/**
 * Plants headers wherever a route or Kamelet sets a variable, which each does before it
 * calls anything: as if a door had let them in.
 */
final class HostileHeaders implements InterceptStrategy {

	static final String MARK = "hunter2";

	private final Map<String, Object> headers;

	HostileHeaders(String elsewhere) {
		this.headers = all(elsewhere);
	}

	/**
	 * Headers that steer Camel's components, or would be passed on.
	 */
	static Map<String, Object> all(String elsewhere) {
		Map<String, Object> headers = new LinkedHashMap<>();
		headers.put("CamelHttpUri", elsewhere);
		headers.put("CAmelHttpUri", elsewhere);
		headers.put("camelhttpuri", elsewhere);
		headers.put("CamelRestHttpUri", elsewhere);
		headers.put("CamelHttpMethod", "DELETE");
		headers.put("CamelHttpPath", "/" + MARK);
		headers.put("CamelHttpQuery", "x=" + MARK);
		headers.put("CamelHttpRawQuery", "x=" + MARK);
		headers.put("CamelDestinationOverrideUrl", elsewhere);
		headers.put("CamelToEndpoint", "file:/" + MARK);
		headers.put("CamelSlipEndpoint", "file:/" + MARK);
		headers.put("CamelFileName", "../../" + MARK + ".json");
		headers.put("CamelOverruleFileName", "../../" + MARK + ".json");
		headers.put("CamelSqlQuery", "drop table request");
		headers.put("CamelCharsetName", "UTF-16");
		headers.put("CamelRedeliveryDelay", "99999999");
		headers.put("CamelAzureStorageBlobOperation", "deleteBlobContainer");
		headers.put("CamelAzureStorageBlobBlobName", MARK);
		headers.put("CamelAzureStorageBlobBlobContainerName", MARK);
		headers.put("CamelAzureStorageBlobMetadata", MARK);
		headers.put("breadcrumbId", MARK);
		headers.put("Cookie", "session=" + MARK);
		headers.put("Proxy-Authorization", "Basic " + MARK);
		headers.put("X-Forwarded-For", MARK);
		headers.put("X-Forwarded-Host", MARK + ".example");
		headers.put("X-Forwarded-Proto", "gopher");
		headers.put("X-Forwarded-Prefix", "/" + MARK);
		headers.put("Forwarded", "host=" + MARK);
		headers.put("X-HTTP-Method-Override", "DELETE");
		headers.put("X-Original-URL", "/" + MARK);
		headers.put("subject-email", MARK + "@contoso.example");
		headers.put("subject.email", MARK + "@contoso.example");
		headers.put("id", MARK);
		headers.put("tenant", MARK);
		headers.put("Range", "bytes=0-1");
		headers.put("If-Match", MARK);
		headers.put("x-ms-version", "2009-09-19");
		headers.put("traceparent", "00-" + "1".repeat(32) + "-" + "2".repeat(16) + "-01");
		headers.put("baggage", "subject=" + MARK);
		return headers;
	}

	@Override
	public Processor wrapProcessorInInterceptors(CamelContext context, NamedNode definition, Processor target,
			Processor next) {
		if (!(definition instanceof SetVariableDefinition set) || set.getName().equals("file")) {
			return target;
		}
		return (exchange) -> {
			target.process(exchange);
			this.headers.forEach(exchange.getMessage()::setHeader);
		};
	}

}
