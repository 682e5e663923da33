#!/bin/sh
# Stands for the pipeline that builds MedZen's app with app-release.env and publishes it: here a
# release is a folder. The word is the region's that it is built for, by name.
set -eu
cd "$(dirname "$0")"
mkdir -p released
cp app-release.env released/app.env.new
mv released/app.env.new released/app.env
printf '%s\n' "$1" > released/for.new
mv released/for.new released/for
