package org.dsrhub.benchmark;

import java.util.List;

/**
 * What a floor writes down of its work.
 */
interface FloorRows {

	/**
	 * Floor A writes nothing down.
	 */
	FloorRows NONE = new FloorRows() {
		@Override
		public void begin(String file) {
			// Nothing.
		}

		@Override
		public void registered(List<FloorRequest> batch) {
			// Nothing.
		}

		@Override
		public void settle() {
			// Nothing.
		}

		@Override
		public void planned(FloorRequest request) {
			// Nothing.
		}

		@Override
		public void collected(FloorRequest request) {
			// Nothing.
		}

		@Override
		public void closed(FloorRequest request) {
			// Nothing.
		}
	};

	/**
	 * A file begins.
	 */
	void begin(String file);

	/**
	 * Its next requests, in one transaction.
	 */
	void registered(List<FloorRequest> batch);

	/**
	 * The file is over.
	 */
	void settle();

	/**
	 * Who the subject is and which sources are asked, in one transaction.
	 */
	void planned(FloorRequest request);

	/**
	 * How every task ended, in one transaction.
	 */
	void collected(FloorRequest request);

	/**
	 * The package and the end, in one transaction.
	 */
	void closed(FloorRequest request);

}
