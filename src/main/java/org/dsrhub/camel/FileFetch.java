package org.dsrhub.camel;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.dsrhub.correspondence.AnswerFile;
import org.dsrhub.source.Page;

/**
 * A call that gets files, of which one page is made.
 */
interface FileFetch extends Fetch {

	/**
	 * Makes one page of files that the service gave.
	 * @param folder where they are
	 */
	Page delivered(Path folder, List<AnswerFile> items) throws IOException;

}
