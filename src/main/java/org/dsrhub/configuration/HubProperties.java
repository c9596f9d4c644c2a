package org.dsrhub.configuration;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Where an installation keeps its things and how much it works on at once.
 *
 * @param config folder of {@code sources/}, {@code tenants/} and {@code templates/}
 * @param routes folder of the Camel routes and Kamelets
 * @param data folder of the hub's own state, readable by its account alone
 * @param inbox folder with one folder a tenant
 * @param outbox folder with one folder a tenant
 * @param node this node's name, the host's where none is given; a restarted node takes up
 * at once what the node of the same name had left
 * @param quiet how long an inbox file must have been unchanged before it is read
 * @param patience how long one that looks cut off must have been unchanged before it is
 * read all the same
 * @param poll how often the inbox is looked through
 * @param lease how long a node may work on a row before others may take it
 * @param permanentDeleteAfter how long after its soft delete an account is deleted for
 * good, where a request does not ask for it at once; short enough that the answer is in
 * time
 * @param publicUrl where people reach the hub from outside, without a slash at the end:
 * https, or http on the loopback interface; null where they do not
 * @param packageLinkValidity how long a link to a package can be used
 * @param evidence how evidence is kept
 */
@Validated
@ConfigurationProperties("hub")
public record HubProperties(Path config, Path routes, Path data, Path inbox, Path outbox,
		@NotBlank @Size(max = 100) String node, @NotNull Duration quiet, @NotNull Duration patience,
		@NotNull Duration poll, @NotNull Duration lease, @NotNull @Valid Work work,
		@NotNull @DurationMin(days = 0) @DurationMax(days = 28) Duration permanentDeleteAfter, URI publicUrl,
		@NotNull @DurationMin(minutes = 1) @DurationMax(days = 30) Duration packageLinkValidity,
		@Valid Evidence evidence) {

	private static final Pattern PUBLIC = Pattern
		.compile("https://[^/?#@\\s]+(/[^?#\\s]*)?|http://(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d+)?(/[^?#\\s]*)?");

	public HubProperties {
		if (publicUrl != null) {
			if (!PUBLIC.matcher(publicUrl.toString()).matches()) {
				throw new InvalidConfiguration(
						"hub.public-url: must begin with https:// and a host, such as https://dsr.contoso.example");
			}
			publicUrl = URI.create(publicUrl.toString().replaceFirst("/+$", ""));
		}
		node = node.isBlank() ? host() : node;
		evidence = (evidence != null) ? evidence : new Evidence(null);
	}

	private static String host() {
		try {
			return InetAddress.getLocalHost().getHostName();
		}
		catch (UnknownHostException ex) {
			throw new InvalidConfiguration(
					"hub.node: this host's name cannot be told (%s); give the node a name".formatted(ex.getMessage()));
		}
	}

	/**
	 * How evidence is kept.
	 *
	 * @param key the file of the key that signs it; null for {@code evidence-key.pem} in
	 * the data folder, which is made at the first start
	 */
	public record Evidence(Path key) {
	}

	/**
	 * How many rows a node works on at once.
	 *
	 * @param requests requests being identified
	 * @param packages requests being packaged, or otherwise fulfilled
	 * @param tasks tasks being run
	 */
	public record Work(@Min(1) @Max(1000) int requests, @Min(1) @Max(1000) int packages, @Min(1) @Max(1000) int tasks) {
	}

}
