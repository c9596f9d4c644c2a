package org.dsrhub.demo;

import java.io.PrintStream;
import java.nio.file.Path;

/**
 * What the demo says of itself.
 */
final class Explanation {

	private final PrintStream out;

	private final Path folder;

	private final String hub;

	private final String password;

	Explanation(PrintStream out, Path folder, int port, String password) {
		this.out = out;
		this.folder = folder;
		this.hub = "http://localhost:" + port;
		this.password = password;
	}

	void begin() {
		lines("", "The hub is ready at " + this.hub + ", with two simulated tenants: contoso and fabrikam.",
				"Ana Jensen works at contoso and is a guest at fabrikam; twenty other people are beside her.",
				"Everything is in " + this.folder + ", which each start of the demo empties first.", "",
				"Dropping sample requests into " + this.folder.resolve("inbox") + ":", "");
	}

	void results(Progress progress, boolean closed) {
		lines("", closed ? "Results" : "Results so far; " + this.folder.resolve("hub.log") + " says what is slow");
		progress.results()
			.forEach((name,
					result) -> lines("  %-9s %-7s %-9s %-26s %s".formatted(result.path("tenant").asText(),
							result.path("reference").asText(), result.path("right").asText(),
							result.path("state").asText(), this.folder.resolve("outbox").resolve(name + ".json"))));
		lines("", "Packages");
		progress.results().forEach((name, result) -> {
			if (!result.path("package").isNull()) {
				lines("  %-9s %-7s %s".formatted(result.path("tenant").asText(), result.path("reference").asText(),
						this.folder.resolve("data/packages").resolve(result.path("package").path("path").asText())));
			}
		});
		lines("", "Refused");
		progress.rejected().keySet().forEach((report) -> lines("  " + report));
	}

	void next() {
		String login = "curl -u olga:" + this.password + " " + this.hub + "/api/requests";
		lines("", "To try next (user olga, password " + this.password + ", for this run only)",
				"  file by REST      " + login + " -H 'Content-Type: application/json' \\",
				"                      -d '{\"tenant\":\"contoso\",\"right\":\"access\",\"subject\":{\"email\":\"diana@contoso.example\"}}'",
				"  list requests     " + login,
				"  file by folder    put a .json, .ndjson or .csv file into " + this.folder.resolve("inbox/contoso"),
				"  read a package    unpack one of the above and open its index.html in a browser",
				"  read the log      " + this.folder.resolve("hub.log"), "",
				"The hub goes on running, and what you file is told here. Ctrl-C ends it.", "");
	}

	private void lines(String... lines) {
		for (String line : lines) {
			this.out.println(line);
		}
	}

}
