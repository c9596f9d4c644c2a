package org.dsrhub.simulated;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

/**
 * The tenant file for a simulated tenant, and the two files that it refers to.
 */
final class TenantFile {

	private static final YAMLMapper YAML = YAMLMapper.builder()
		.disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
		.build();

	private TenantFile() {
	}

	static String render(SimulatedTenant tenant, Path folder, String extra) {
		try {
			Files.createDirectories(folder);
			Path ca = folder.resolve(tenant.name() + "-ca.pem").toAbsolutePath();
			Files.writeString(ca, tenant.login().caPem());
			Path secret = folder.resolve(tenant.name() + "-secret").toAbsolutePath();
			Files.deleteIfExists(secret);
			Files.createFile(secret,
					PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
			Files.writeString(secret, tenant.clientSecret());
			Map<String, Object> file = usual(tenant, ca, secret);
			if (!extra.isBlank()) {
				file.putAll(YAML.readValue(extra, new TypeReference<LinkedHashMap<String, Object>>() {
				}));
			}
			file.computeIfAbsent("sources", (key) -> quick(file.containsKey("defenderForApis")));
			return YAML.writeValueAsString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("cannot write the files of the simulated tenant " + tenant.name(), ex);
		}
	}

	private static Map<String, Object> usual(SimulatedTenant tenant, Path ca, Path secret) {
		Map<String, Object> file = new LinkedHashMap<>();
		file.put("tenant", tenant.name());
		file.put("entraTenantId", tenant.entraTenantId());
		file.put("administrator", "admin@" + tenant.domain());
		file.put("region", "DK");
		file.put("timezone", "Europe/Copenhagen");
		file.put("holidays", List.of("2026-12-24", "2026-12-25"));
		file.put("endpoints",
				map("login", tenant.login().url(), "arm", tenant.arm().url(), "graph", tenant.graph().url()));
		file.put("trust", ca.toString());
		file.put("credential", map("kind", "secret", "clientId", tenant.clientId(), "secret", "file:" + secret));
		file.put("subscriptions", tenant.subscriptions());
		file.put("container", map("kind", "local"));
		file.put("inbox", map("principal",
				map("name", "file-drop", "roles", List.of("Owner", "AccountAdministrator", "TenantAdministrator"))));
		file.put("decision", map("discover", "auto", "access", "auto", "export", "auto", "rectify", "person",
				"restrict", "person", "erase", "person"));
		file.put("limits",
				map("connectTimeout", "PT2S", "responseTimeout", "PT5S", "maxAttempts", 4, "maxWait", "PT2S"));
		return file;
	}

	/**
	 * All but those whose calls the service limits to a few in ten seconds.
	 */
	private static Map<String, Object> quick(boolean defenderForApis) {
		List<String> names = new ArrayList<>(List.of("activity-log", "defender-alerts", "defender-jit-policies",
				"defender-security-contacts", "entra-user"));
		if (defenderForApis) {
			names.add("defender-for-apis");
		}
		return map("include", names);
	}

	private static Map<String, Object> map(Object... pairs) {
		Map<String, Object> map = new LinkedHashMap<>();
		for (int i = 0; i < pairs.length; i += 2) {
			map.put((String) pairs[i], pairs[i + 1]);
		}
		return map;
	}

}
