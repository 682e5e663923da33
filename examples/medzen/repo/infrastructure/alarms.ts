// Which alarms there are in which region. Names are short: a message to a pager has 60 characters.
import { Region } from './regions';

const SHORT: Record<string, string> = { 'eu-west-1': 'euw1', 'af-south-1': 'afs1' };

export const callsRegion = Region.EU_WEST_1;
export const topics = ['medzen-euw1-alarms', 'medzen-afs1-alarms'];

/* Used to be eu-west-2. */
export const region = process.env.ALARM_REGION ?? 'eu-west-1';
export const console = `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}`;

export const nameOf = (alarm: string) => `medzen-${SHORT[region]}-${alarm}`;
