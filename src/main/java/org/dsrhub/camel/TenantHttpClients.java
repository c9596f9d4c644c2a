package org.dsrhub.camel;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.StringJoiner;

import javax.net.ssl.SSLContext;

import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import org.apache.camel.CamelContext;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.dsrhub.configuration.InvalidConfiguration;
import org.dsrhub.tenant.Tenant;
import org.dsrhub.tenant.Tenants;
import org.springframework.stereotype.Component;

/**
 * The HTTP clients of each tenant: its own trust, its own time limits, its own connection
 * pool. Camel's are named endpoints, Azure's SDK gets one object.
 */
@Component
class TenantHttpClients {

	private final Map<String, HttpClient> azure = new HashMap<>();

	private final Map<String, SSLContext> trusted = new HashMap<>();

	/**
	 * Makes each tenant's.
	 * @throws org.dsrhub.configuration.InvalidConfiguration naming file and line of a
	 * {@code trust} that is no file of certificates
	 */
	TenantHttpClients(Tenants tenants, CamelContext camel) {
		for (Tenant tenant : tenants.all()) {
			SSLContext tls = trust(tenants, tenant);
			this.trusted.put(tenant.tenant(), tls);
			camel.getRegistry().bind("tls-" + tenant.tenant(), SSLContextParameters.class, new TenantTls(tls));
			this.azure.put(tenant.tenant(),
					new JdkHttpClientBuilder(java.net.http.HttpClient.newBuilder().sslContext(tls))
						.connectionTimeout(tenant.limits().connectTimeout())
						.responseTimeout(tenant.limits().responseTimeout())
						.readTimeout(tenant.limits().responseTimeout())
						.build());
		}
	}

	/**
	 * The client by which Azure's SDK asks for tokens.
	 */
	HttpClient azure(Tenant tenant) {
		return this.azure.get(tenant.tenant());
	}

	/**
	 * What the tenant trusts, for a client that is made elsewhere.
	 */
	SSLContext tls(Tenant tenant) {
		return this.trusted.get(tenant.tenant());
	}

	/**
	 * The camel-http endpoint of one service of one tenant. The path and query of a call
	 * are no part of it, so there is one endpoint, and one pool, for each service.
	 */
	String endpoint(Tenant tenant, URI service, String method) {
		StringJoiner options = new StringJoiner("&", "?", "");
		options.add("bridgeEndpoint=true")
			.add("throwExceptionOnFailure=false")
			.add("disableStreamCache=true")
			.add("followRedirects=false")
			.add("httpMethod=" + method)
			.add("userAgent=dsr-hub")
			.add("connectTimeout=" + tenant.limits().connectTimeout().toMillis())
			.add("connectionRequestTimeout=" + tenant.limits().responseTimeout().toMillis())
			.add("responseTimeout=" + tenant.limits().responseTimeout().toMillis())
			.add("soTimeout=" + tenant.limits().responseTimeout().toMillis());
		if ("https".equals(service.getScheme())) {
			options.add("sslContextParameters=#tls-" + tenant.tenant());
		}
		return service.getScheme() + "://" + service.getRawAuthority() + options;
	}

	private static SSLContext trust(Tenants tenants, Tenant tenant) {
		try {
			return Trust.context(tenant.trust());
		}
		catch (InvalidConfiguration ex) {
			throw tenants.invalid(tenant, "trust", ex.getMessage());
		}
	}

	/**
	 * A TLS context that is ready, for a component that wants to make one.
	 */
	private static final class TenantTls extends SSLContextParameters {

		private final SSLContext context;

		TenantTls(SSLContext context) {
			this.context = context;
		}

		@Override
		public SSLContext createSSLContext(CamelContext camel) {
			return this.context;
		}

	}

}
