package org.dsrhub.simulated;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * A page of a simulated storage account's list of blobs.
 *
 * @param next where the next page begins; empty if this is the last
 * @param properties what else is told of each
 */
record BlobList(String container, List<BlobState> blobs, String next, Function<BlobState, String> properties) {

	private static final DateTimeFormatter TIME = DateTimeFormatter
		.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.US)
		.withZone(ZoneOffset.UTC);

	static String time(Instant instant) {
		return TIME.format(instant);
	}

	String xml() {
		StringBuilder xml = new StringBuilder(
				"<?xml version=\"1.0\" encoding=\"utf-8\"?><EnumerationResults ContainerName=\"%s\"><Blobs>"
					.formatted(this.container));
		this.blobs.forEach((blob) -> xml.append(xml(blob)));
		return xml.append("</Blobs><NextMarker>")
			.append(this.next)
			.append("</NextMarker></EnumerationResults>")
			.toString();
	}

	private String xml(BlobState blob) {
		StringBuilder xml = new StringBuilder("<Blob><Name>").append(blob.name).append("</Name>");
		if (!blob.live()) {
			xml.append("<Deleted>true</Deleted>");
		}
		if (blob.snapshot != null) {
			xml.append("<Snapshot>").append(blob.snapshot).append("</Snapshot>");
		}
		if (blob.version != null) {
			xml.append("<VersionId>").append(blob.version).append("</VersionId>");
			if (blob.current) {
				xml.append("<IsCurrentVersion>true</IsCurrentVersion>");
			}
		}
		return xml
			.append("<Properties><Last-Modified>%s</Last-Modified><Etag>1</Etag><Content-Length>%d</Content-Length>"
				.formatted(time(blob.written), blob.content.length))
			.append("<BlobType>BlockBlob</BlobType>")
			.append(this.properties.apply(blob))
			.append("</Properties></Blob>")
			.toString();
	}

}
