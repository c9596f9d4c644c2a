package org.dsrhub.check;

import java.net.URI;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Microsoft's clouds and the hosts of each, by its documentation. An application, its
 * login and the services that it asks are all of one cloud.
 */
enum Cloud {

	PUBLIC("the public cloud", "login.microsoftonline.com", "management.azure.com", "graph.microsoft.com",
			"blob.core.windows.net"),
	US_GOVERNMENT("Azure Government", "login.microsoftonline.us", "management.usgovcloudapi.net", "graph.microsoft.us",
			"dod-graph.microsoft.us", "blob.core.usgovcloudapi.net"),
	CHINA("Azure China", "login.chinacloudapi.cn", "login.partner.microsoftonline.cn", "management.chinacloudapi.cn",
			"microsoftgraph.chinacloudapi.cn", "blob.core.chinacloudapi.cn");

	private final String words;

	private final List<String> hosts;

	Cloud(String words, String... hosts) {
		this.words = words;
		this.hosts = List.of(hosts);
	}

	/**
	 * What is wrong where addresses of several clouds stand together; empty if nothing
	 * is. Addresses of no cloud go with each.
	 */
	static Optional<String> mixed(Collection<URI> addresses) {
		Set<Cloud> clouds = addresses.stream()
			.flatMap((one) -> of(one).stream())
			.collect(Collectors.toCollection(TreeSet::new));
		if (clouds.size() < 2) {
			return Optional.empty();
		}
		return Optional.of(clouds.stream()
			.map((cloud) -> "%s has %s".formatted(cloud.words, String.join(", ", cloud.hosts)))
			.collect(Collectors.joining("; ", "endpoints of several clouds stand together: ", "")));
	}

	private static Optional<Cloud> of(URI address) {
		String host = address.getHost();
		return Arrays.stream(values())
			.filter((cloud) -> cloud.hosts.stream().anyMatch((one) -> host.equals(one) || host.endsWith("." + one)))
			.findFirst();
	}

}
