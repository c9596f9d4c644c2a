package org.dsrhub.simulated;

/**
 * The APIs that the simulated login issues tokens for.
 */
enum Audience {

	ARM("https://management.azure.com"), GRAPH("https://graph.microsoft.com"),
	IOT_CENTRAL("https://apps.azureiotcentral.com"), STORAGE("https://storage.azure.com"),
	EXCHANGE("https://outlook.office365.com");

	private final String resource;

	Audience(String resource) {
		this.resource = resource;
	}

	String resource() {
		return this.resource;
	}

}
