# SPDX-License-Identifier: BSD-2-Clause
#
# What `make install` copies: the command and its kernels, and for those who
# write partitions the headers, the library, compiled and as source, and what
# tells pkg-config, CMake and make of them. These find everything from where they
# lie, so that the tree can be moved.

INSTALL = install -D -m 644 -t $(DESTDIR)$(PREFIX)
PC := $(patsubst guest/package/%.in,$B/package/%,$(wildcard guest/package/*.in))

install: kernel tool $(LIBGUEST) $(START) $(PC) $(MAN3) ## copy to $(DESTDIR)$(PREFIX)
	$(INSTALL)/bin -m 755 $(TOOL)
	$(INSTALL)/lib/bulkhead $(KERNELS) $(LIBGUEST) guest/start/guest.ld
	cp $(START) $(DESTDIR)$(PREFIX)/lib/bulkhead/start.o
	$(INSTALL)/lib/pkgconfig $(PC)
	$(INSTALL)/lib/cmake/Bulkhead guest/package/BulkheadConfig.cmake
	$(INSTALL)/share/bulkhead schema/system.xsd LICENSE guest/package/bulkhead.mk
	$(INSTALL)/share/bulkhead/lib $(wildcard guest/lib/*.[ch])
	$(INSTALL)/share/bulkhead/start $(wildcard guest/start/*)
	$(INSTALL)/share/bulkhead/rtems $(wildcard guest/rtems/*.*)
	cp -r guest/rtems/bsp $(DESTDIR)$(PREFIX)/share/bulkhead/rtems
	$(INSTALL)/include/bulkhead abi/bulkhead/*.h guest/lib/bulkhead/*.h \
	    guest/rtems/include/bulkhead/*.h
	$(INSTALL)/share/man/man1 $(MAN)
	$(INSTALL)/share/man/man3 $B/man/*.3

# What an operating system has itself: string functions, a first instruction, a
# timer, a trap entry, and ways to wait.
OWN := memory.c start.c timer.c trap.c wait.c
VERSION = $(shell sed -n 's/^.define VERSION "\(.*\)"/\1/p' tool/main.c)

$(PC): $B/package/%: guest/package/%.in \
    guest/package/install.mk tool/main.c $(LIBGUEST_SRC)
	$(call run,SED,$@) sed -e 's|@VERSION@|$(VERSION)|' \
	    -e 's|@SOURCES@|$(addprefix $${sourcedir}/,$(notdir $(LIBGUEST_SRC)))|' \
	    -e 's|@SHARED@|$(addprefix $${sourcedir}/,$(filter-out \
	        $(OWN),$(notdir $(LIBGUEST_SRC))))|' $< >$@
